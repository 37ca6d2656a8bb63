// From RandomAccessibleInterval to RandomAccessibleInterval, without windows.
import net.imglib2.RandomAccessibleInterval
import net.imglib2.img.array.ArrayImgs
import net.imglib2.type.numeric.ARGBType
import org.neuralstyle.image.RgbImage
import org.neuralstyle.settings.Preset
import org.neuralstyle.settings.SynthesisSettings
import org.neuralstyle.synthesis.NeuralStyle
import org.neuralstyle.synthesis.RunListener
import org.neuralstyle.tensor.DeviceChoice
import org.neuralstyle.weights.WeightsChoice

RandomAccessibleInterval<ARGBType> transfer(content, style) {
    settings = Preset.PAINTERLY.on(SynthesisSettings.transfer())
    network = new NeuralStyle(new WeightsChoice.Auto(), DeviceChoice.AUTO)
    try {
        return network.transfer(
            RgbImage.ofArgb(content), RgbImage.ofArgb(style), settings, RunListener.NONE)
            .image().toArgb()
    } finally {
        network.close()
    }
}

// Put your own images here: these are a ramp and noise.
width = 128
height = 96
content = ArrayImgs.argbs((0..<width * height).collect { 0x010101 * (2 * (it % width)) } as int[],
    width, height)
style = ArrayImgs.argbs(new Random(1).ints(width * height).toArray(), width, height)

painted = transfer(content, style)
println "${painted.dimension(0)} x ${painted.dimension(1)} px"
