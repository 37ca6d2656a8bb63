package org.neuralstyle.weights;

/** Follows a download and can end it. Called on the thread that loads. */
public interface DownloadListener {

  /** Hears nothing and never cancels. */
  DownloadListener NONE =
      new DownloadListener() {
        @Override
        public void progress(long bytesDone, long bytesTotal) {}

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  /**
   * More bytes have arrived; called often, and not at all when nothing has to be downloaded.
   *
   * @param bytesDone bytes so far
   * @param bytesTotal all bytes that are to be fetched
   */
  void progress(long bytesDone, long bytesTotal);

  /**
   * Asked several times a second.
   *
   * @return true to end the download
   */
  boolean isCancelled();
}
