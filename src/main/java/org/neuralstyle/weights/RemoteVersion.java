package org.neuralstyle.weights;

/**
 * What a server says to tell one version of a file from the next.
 *
 * @param entityTag its entity tag without quotes, empty if it names none; of a large file on the
 *     Hugging Face hub, that is the SHA-256 of the whole file
 * @param bytes the size of the whole file
 */
record RemoteVersion(String entityTag, long bytes) {}
