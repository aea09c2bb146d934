/**
 * Tools that try a layer of your own before it is trained: {@link dev.recurve.check.LayerGradCheck}
 * compares its gradients with differences, {@link dev.recurve.check.PaddingCheck} looks for padding
 * that shows, {@link dev.recurve.check.Parity} compares two backends, and {@link
 * dev.recurve.check.Summary} tells what a training step will cost. Each builds the layer by its own
 * constructor, tries it on made-up batches, and says which tensor is wrong and by how much.
 */
package dev.recurve.check;
