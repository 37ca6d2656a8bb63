// Makes three textures of an open image that differ by their seed.

// The title of an open image.
var style = "painting.tif";

for (var seed = 0; seed < 3; seed++) {
    Packages.ij.IJ.run("Synthesize Texture...",
        "style=[" + style + "] stylelayers=first-of-blocks size=256 seed=" + seed);
    Packages.ij.IJ.getImage().setTitle("texture " + seed);
}
