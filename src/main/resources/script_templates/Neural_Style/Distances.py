# Measures how far open images are apart, as a table in a file.
from ij import IJ
import os

# Titles of open images, and where the table goes.
images = ["boats.tif", "painting.tif"]
table = os.path.join(IJ.getDirectory("temp"), "distances.csv")

IJ.run("Measure Style and Content Distance...",
       "images=[%s] layers=first-five output=[%s]" % ("; ".join(images), table))
for line in open(table):
    print(line.strip())
