// Paints one open image like another, and shows the result.
// Names are titles of open images; a title with spaces stands in brackets.
content = "boats.tif";
style = "painting.tif";

run("Transfer Style...",
    "content=[" + content + "] style=[" + style + "] preset=painterly strength=0.5 size=512");

// The result is the active image. Its properties say how it was made.
print(getTitle());
