// Makes one transfer at several strengths, as slices of a stack.
import ij.IJ
import ij.ImagePlus
import ij.ImageStack

// Titles of open images.
content = "boats.tif"
style = "painting.tif"

stack = null
for (strength in [0.2, 0.35, 0.5, 0.65, 0.8]) {
    IJ.run("Transfer Style...",
        "content=[$content] style=[$style] preset=painterly strength=$strength size=256 rgb")
    result = IJ.getImage()
    stack = stack ?: new ImageStack(result.width, result.height)
    stack.addSlice("strength $strength", result.getProcessor().duplicate())
    result.close()
}
new ImagePlus("Strengths", stack).show()
