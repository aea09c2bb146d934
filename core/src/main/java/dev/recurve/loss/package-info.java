/** Loss functions, each honouring lengths, with a stated reduction. */
package dev.recurve.loss;
