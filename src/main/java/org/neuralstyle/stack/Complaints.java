package org.neuralstyle.stack;

import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Counts the errors that FFmpeg would write to standard error: some damage it tells nowhere else.
 * All of a process has one log, so there is one counter, which its threads use until the end.
 */
final class Complaints extends LogCallback {

  private static final Complaints ALL = new Complaints();

  private final AtomicInteger count = new AtomicInteger();

  private Complaints() {}

  /** Takes FFmpeg's errors, and nothing less. */
  static void listen() {
    avutil.setLogCallback(ALL);
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
  }

  /** How many there were so far, of all films. */
  static int count() {
    return ALL.count.get();
  }

  @Override
  public void call(int level, BytePointer message) {
    count.incrementAndGet();
  }
}
