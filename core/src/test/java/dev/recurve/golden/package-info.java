/** Values that PyTorch computed in float64, to compare with. */
package dev.recurve.golden;
