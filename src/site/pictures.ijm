// Makes the pictures of README and guide from the sample images; src/site/pictures runs it.
// What it made before lies in the folder of results and is not made again.
arguments = split(getArgument(), "|");
samples = arguments[0];
results = arguments[1];
pictures = arguments[2];
weights = arguments[3];
setBatchMode(true);
setFont("SansSerif", 18, "antialiased");
gap = 8;
line = 30;

open(samples + "content.jpg");
rename("content");
open(samples + "style.jpg");
rename("style");

// content + style = result
transfer("result", "preset=neighbours size=512 strength=0.4");
newStrip(3, 512, 410);
put("content", 0, "photograph", "+");
put("style", 1, "painting", "=");
put("result", 2, "Transfer Style", "");
keep("transfer", 88);

// All strips of settings have one picture in common: the preset painterly as it is.
transfer("painterly", "size=256");

newStrip(5, 256, 205);
for (i = 0; i < 5; i++) {
  strength = d2s(0.2 + 0.15 * i, 2);
  name = made("strength-" + strength, "size=256 strength=", strength, "0.50");
  put(name, i, "strength " + strength, "");
}
keep("strength", 85);

presets = newArray("draft", "painterly", "gatys", "study", "neighbours");
newStrip(5, 256, 205);
for (i = 0; i < 5; i++) {
  name = made("preset-" + presets[i], "size=256 preset=", presets[i], "painterly");
  put(name, i, presets[i], "");
}
keep("presets", 85);

// Which layer holds the content.
layers = newArray("conv1_2", "conv2_2", "conv3_2", "conv4_2", "conv5_2");
newStrip(5, 256, 205);
for (i = 0; i < 5; i++) {
  name = made("content-" + layers[i], "size=256 contentlayers=", layers[i], "conv4_2");
  put(name, i, layers[i], "");
}
keep("content-layers", 85);

// Which layers hold the style.
sets = newArray("conv1_1", "block1", "first-five", "first-of-blocks", "conv4_1,conv5_1");
newStrip(5, 256, 205);
for (i = 0; i < 5; i++) {
  name = made("style-" + i, "size=256 stylelayers=", sets[i], "first-of-blocks");
  put(name, i, sets[i], "");
}
keep("style-layers", 85);

// Several styles: the painting and its negative, in shares.
selectImage("style");
run("Duplicate...", "title=negative");
run("Invert");
shares = newArray("1,0", "0.7,0.3", "0.3,0.7", "0,1");
newStrip(4, 256, 205);
for (i = 0; i < 4; i++) {
  name = made("styles-" + i, "size=256 style2=negative styleshares=", shares[i], "1,0");
  put(name, i, "shares " + shares[i], "");
}
keep("styles", 85);

// The size of strokes.
sizes = newArray("0.5", "1", "2");
newStrip(3, 256, 205);
for (i = 0; i < 3; i++) {
  name = made("style-scale-" + i, "size=256 stylescale=", sizes[i], "1");
  put(name, i, "style scale " + sizes[i], "");
}
keep("style-scale", 85);

// How the style is compared.
losses = newArray("gram", "gram-mean-std", "w2");
newStrip(3, 256, 205);
for (i = 0; i < 3; i++) {
  name = made("loss-" + losses[i], "size=256 styleby=", losses[i], "gram-mean-std");
  put(name, i, losses[i], "");
}
keep("losses", 85);

// Colours.
colours = newArray("style", "content", "matched");
newStrip(3, 256, 205);
for (i = 0; i < 3; i++) {
  name = made("colour-" + colours[i], "size=256 colour=", colours[i], "style");
  put(name, i, "colour " + colours[i], "");
}
keep("colour", 85);

// The sky of content and style, as mask and as labels.
paintRegions("content", "sky", newArray(0, 512, 512, 480, 340, 260, 190, 80, 0),
    newArray(0, 0, 82, 112, 172, 160, 166, 138, 166));
paintRegions("style", "night", newArray(0, 95, 95, 140, 150, 200, 512, 512, 0),
    newArray(0, 0, 20, 20, 215, 250, 170, 0, 0));
transfer("mask-0", "size=256 mask=sky");
transfer("mask-24", "size=256 mask=sky feather=24");
transfer("labels", "size=256 contentlabels=sky stylelabels=night");
selectImage("sky");
run("RGB Color");
run("Size...", "width=256 height=205 average interpolation=Bilinear");
newStrip(4, 256, 205);
put("sky", 0, "the mask", "");
put("mask-0", 1, "mask", "");
put("mask-24", 2, "mask, feather 24", "");
put("labels", 3, "labels of sky and rest", "");
keep("regions", 85);

// The selections of content and style.
selectImage("content");
makeOval(140, 40, 300, 270);
selectImage("style");
makeRectangle(290, 0, 222, 210);
transfer("selections", "size=256 selections");
outline("content");
outline("style");
newStrip(3, 256, 205);
put("selected content", 0, "selection of the content", "");
put("selected style", 1, "selection of the style", "");
put("selections", 2, "with selections", "");
close("selected content");
close("selected style");
keep("selections", 85);

// Normalised gradients.
newStrip(4, 256, 205);
put("painterly", 0, "as it is, 0.50", "");
for (i = 0; i < 3; i++) {
  strength = d2s(0.3 + 0.2 * i, 2);
  name = "normalised-" + strength;
  transfer(name, "size=256 optimizer=adam normalizegradients strength=" + strength);
  put(name, i + 1, "normalised, " + strength, "");
}
keep("normalised", 85);

// Start, pooling, scales.
settings = newArray("", "init=noise", "pooling=average", "scales=1");
newStrip(4, 256, 205);
for (i = 0; i < 4; i++) {
  name = made("setting-" + i, "size=256 ", settings[i], "");
  label = settings[i];
  if (i == 0) label = "as it is";
  put(name, i, label, "");
}
keep("settings", 85);

// How long, and how smooth.
settings = newArray("iterations=30", "", "iterations=300", "tvweight=1000", "tvweight=10000");
newStrip(5, 256, 205);
for (i = 0; i < 5; i++) {
  name = made("amount-" + i, "size=256 ", settings[i], "");
  label = settings[i];
  if (label == "") label = "as it is";
  put(name, i, label, "");
}
keep("amounts", 85);

// What layers keep of an image.
newStrip(5, 128, 103);
for (i = 0; i < 5; i++) {
  name = "reconstruction-" + layers[i];
  if (!kept(name)) {
    run("Reconstruct...", "content=content size=128 iterations=100 layer=" + layers[i] + end(name));
  }
  put(name, i, layers[i], "");
}
keep("reconstruction", 85);

// Textures.
newStrip(4, 128, 101);
setFont("SansSerif", 14, "antialiased");
for (i = 0; i < 4; i++) {
  name = "texture-" + i;
  if (!kept(name)) {
    run("Synthesize Texture...",
        "style=style size=128 iterations=200 stylelayers=" + sets[i] + end(name));
  }
  put(name, i, sets[i], "");
}
keep("texture", 85);

// A camera that moves to the right.
if (!kept("film")) {
  for (i = 0; i < 6; i++) {
    selectImage("content");
    makeRectangle(20 * i, 60, 320, 256);
    run("Duplicate...", "title=frame-" + i);
  }
  run("Images to Stack", "name=pan title=frame-");
  saveAs("tiff", results + "pan.tif");
  rename("pan");
  run("Stylize Stack...", "content=pan style=style preset=painterly" + end("film"));
}
newStrip(4, 320, 256);
for (i = 0; i < 2; i++) {
  frame = 1 + 5 * i;
  slice("pan", frame);
  put("slice", 2 * i, "frame " + frame, "");
  close("slice");
  slice("film", frame);
  put("slice", 2 * i + 1, "painted", "");
  close("slice");
}
keep("film", 85);

// The same place of one frame and the next, frame by frame and coherent.
modes = newArray("independent", "coherent");
newStrip(4, 240, 192);
for (i = 0; i < 2; i++) {
  mode = modes[i];
  if (!kept("mode-" + mode)) {
    open(results + "pan.tif");
    rename("pan");
    run("Duplicate...", "title=short duplicate range=1-3");
    close("pan");
    run("Stylize Stack...", "content=short style=style preset=draft mode=" + mode + end("mode-" + mode));
    close("short");
  }
  for (frame = 2; frame <= 3; frame++) {
    slice("mode-" + mode, frame);
    makeRectangle(80 - 20 * (frame - 2), 0, 240, 192);
    run("Crop");
    put("slice", 2 * i + frame - 2, mode + ", frame " + frame, "");
    close("slice");
  }
}
keep("modes", 85);

// What sweeps leave.
montage("weights/style-weight-sweep.png", "weights");
montage("seeds/seeds-texture.png", "seeds");

function montage(file, name) {
  open(results + file);
  run("RGB Color");
  rename("strip");
  keep(name, 85);
}

function kept(name) {
  if (File.exists(results + name + ".tif")) return true;
  return false;
}

function end(name) {
  return " weights=[" + weights + "] output=[" + results + name + ".tif]";
}

// Makes a picture, or takes the one that all strips have; returns its name.
function made(wanted, options, value, usual) {
  if (value == usual) return "painterly";
  transfer(wanted, options + value);
  return wanted;
}

function transfer(name, options) {
  if (!matches(options, ".*preset=.*")) options = "preset=painterly " + options;
  if (!kept(name)) {
    run("Transfer Style...", "content=content style=style rgb " + options + end(name));
  }
}

// An image of another's size, white inside of a polygon.
function paintRegions(like, name, x, y) {
  selectImage(like);
  width = getWidth();
  height = getHeight();
  newImage(name, "8-bit black", width, height, 1);
  makeSelection("polygon", x, y);
  setColor(255);
  fill();
  run("Select None");
}

// A small copy of an image with its selection drawn, which is then gone.
function outline(name) {
  selectImage(name);
  getSelectionCoordinates(x, y);
  run("Select None");
  run("Duplicate...", "title=[selected " + name + "]");
  makeSelection("polygon", x, y);
  setForegroundColor(255, 0, 0);
  run("Line Width...", "line=5");
  run("Draw", "slice");
  run("Select None");
  run("Size...", "width=256 height=205 average interpolation=Bilinear");
}

// A slice of a stack that was made.
function slice(name, number) {
  open(results + name + ".tif");
  rename("stack");
  setSlice(number);
  run("Duplicate...", "title=slice");
  close("stack");
}

// A white strip for pictures of one size, each with a line below it.
function newStrip(pictures, width, height) {
  newImage("strip", "RGB white", pictures * (width + gap) - gap, height + line, 1);
}

// An open image, or one that was made, at a place in the strip, with what it is and what follows.
function put(name, place, label, sign) {
  opened = !isOpen(name);
  if (opened) {
    open(results + name + ".tif");
    rename(name);
  }
  selectImage(name);
  width = getWidth();
  height = getHeight();
  run("Select None");
  run("Copy");
  if (opened) close(name);
  selectImage("strip");
  x = place * (width + gap);
  makeRectangle(x, 0, width, height);
  run("Paste");
  run("Select None");
  setColor("black");
  setJustification("center");
  drawString(label, x + width / 2, getHeight() - 4);
  if (sign != "") {
    drawString(sign, x + width + gap / 2, getHeight() - 4);
  }
}

function keep(name, quality) {
  selectImage("strip");
  run("Input/Output...", "jpeg=" + quality);
  saveAs("jpeg", pictures + name + ".jpg");
  close();
}
