/**
 * Files: weights as safetensors, archives that are written whole or not at all, and model bundles.
 *
 * <p>Reading never runs code from a file, and a damaged file is refused with a {@link
 * dev.recurve.BundleException}.
 */
package dev.recurve.io;
