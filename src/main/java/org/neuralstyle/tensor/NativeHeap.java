package org.neuralstyle.tensor;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/** The memory that the C library has for tensors. */
public final class NativeHeap {

  private NativeHeap() {}

  /**
   * Gives back to the system what has been freed. The C library of most Linux systems keeps it:
   * hundreds of megabytes after a run.
   *
   * @return whether some was given back; false where the C library cannot be asked to
   */
  public static boolean trim() {
    if (!Platform.isLinux()) {
      return false;
    }
    try {
      return Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {new NativeLong(0)})
          != 0;
    } catch (LinkageError e) {
      // Another C library, or none that JNA has a part for: nothing depends on it.
      return false;
    }
  }
}
