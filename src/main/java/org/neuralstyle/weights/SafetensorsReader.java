package org.neuralstyle.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Reads convolutions of VGG-19 from a safetensors file, and of the file only what they need. */
final class SafetensorsReader {

  /** The bytes of a file, by position. */
  private interface Bytes {
    byte[] read(long position, int length) throws IOException;
  }

  private final Bytes bytes;
  private final SafetensorsHeader header;

  private SafetensorsReader(Bytes bytes, long fileBytes, String source) throws IOException {
    if (fileBytes < SafetensorsHeader.PREFIX_BYTES) {
      throw new IOException(
          source + " is not a safetensors file: it has only " + fileBytes + " bytes");
    }
    this.bytes = bytes;
    byte[] prefix = bytes.read(0, SafetensorsHeader.PREFIX_BYTES);
    int jsonLength = SafetensorsHeader.jsonLength(prefix, fileBytes, source);
    byte[] json = bytes.read(SafetensorsHeader.PREFIX_BYTES, jsonLength);
    this.header = SafetensorsHeader.parse(json, fileBytes, source);
  }

  /** Reads from a channel, which must stay open. */
  static SafetensorsReader of(FileChannel channel, String source) throws IOException {
    Bytes bytes =
        (position, length) -> {
          ByteBuffer buffer = ByteBuffer.allocate(length);
          while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
              throw new IOException(source + " became shorter while it was read");
            }
          }
          return buffer.array();
        };
    return new SafetensorsReader(bytes, channel.size(), source);
  }

  /** Reads from a file in memory. */
  static SafetensorsReader of(byte[] file, String source) throws IOException {
    Bytes bytes =
        (position, length) -> Arrays.copyOfRange(file, (int) position, (int) position + length);
    return new SafetensorsReader(bytes, file.length, source);
  }

  ConvolutionWeights read(Vgg19Convolution convolution) throws IOException {
    return new ConvolutionWeights(
        convolution.inChannels(),
        convolution.outChannels(),
        values(header.kernel(convolution)),
        values(header.bias(convolution)));
  }

  private float[] values(SafetensorsHeader.Tensor tensor) throws IOException {
    return header.decode(tensor, bytes.read(tensor.begin(), tensor.length()));
  }
}
