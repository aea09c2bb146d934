/**
 * Layers: recurrent layers over any cell, and what stands before and after them. All of them are
 * immutable, honour lengths, and may be shared between threads.
 *
 * <p>What there is, by what it does:
 *
 * <ul>
 *   <li>over time: {@link dev.recurve.nn.Lstm}, {@link dev.recurve.nn.Gru}, {@link
 *       dev.recurve.nn.SimpleRnn}, and {@link dev.recurve.nn.Recurrent} for cells of your own
 *   <li>on each step alike, through {@link dev.recurve.nn.PerStep}: {@link dev.recurve.nn.Linear},
 *       {@link dev.recurve.nn.LayerNorm}, {@link dev.recurve.nn.BatchNorm}, {@link
 *       dev.recurve.nn.Dropout}, {@link dev.recurve.nn.Activations}
 *   <li>over windows of time, or of time and height, before a recurrent layer: {@link
 *       dev.recurve.nn.Conv1d}, {@link dev.recurve.nn.Conv2d}, {@link dev.recurve.nn.WindowPool},
 *       with {@link dev.recurve.nn.Features} to give steps their axes
 *   <li>from tokens: {@link dev.recurve.nn.Embedding}, which may begin with {@link
 *       dev.recurve.nn.WordVectors}
 *   <li>looking into another sequence: {@link dev.recurve.nn.AdditiveAttention}, {@link
 *       dev.recurve.nn.MultiplicativeAttention}, {@link dev.recurve.nn.MultiHeadAttention}
 *   <li>from a sequence to one vector: {@link dev.recurve.nn.Pool}, {@link
 *       dev.recurve.nn.AttentionPool}
 * </ul>
 */
package dev.recurve.nn;
