package dev.recurve.spi;

import java.util.Optional;

/**
 * One run of a plan over a whole padded batch, T steps of B sequences; row {@code t·B + b} of a
 * sequence window is step t of sequence b. In what follows D is the number of directions, P the
 * size of one direction's output; windows with D·B rows hold the forward direction's B rows first.
 *
 * @param steps T, at least the longest length
 * @param batch B; may be 0
 * @param lengths B lengths in 0…T, in any order. Rows past a length are never read; in {@code y}
 *     they are written as exactly 0. A sequence of length 0 hands its initial state on as its final
 *     one
 * @param x input, {@code [T·B, I]}
 * @param y output, {@code [T·B, D·P]}, its ld may be larger; overwritten
 * @param h0 initial output, {@code [D·B, P]}; absent means 0
 * @param c0 initial cell state, {@code [D·B, H]}; absent means 0
 * @param hN final output of each sequence, {@code [D·B, P]}; overwritten
 * @param cN final cell state, {@code [D·B, H]}; overwritten; present for cells that have one
 * @param inputMask factors on the input, {@code [D·B, I]}, the same for all steps
 * @param hiddenMask factors on the previous output, {@code [D·B, P]}, the same for all steps
 * @param zoneoutH z in {@code h' = z∘h + (1-z)∘h̃}, {@code [D·T·B, P]} (direction, then time, then
 *     batch) or 1 × 1 for all
 * @param zoneoutC the same for the cell state, after h̃ was computed from the cell's own new one,
 *     {@code [D·T·B, H]} or 1 × 1
 * @param reserve what backward needs of forward, {@code 1 × reserveSize}; unused when not training
 * @param workspace scratch for this call alone, {@code 1 × workspaceSize}, which may be 0
 * @param training whether {@link RnnPlan#backward} will follow
 */
public record RnnCall(
    int steps,
    int batch,
    int[] lengths,
    Mat x,
    Mat y,
    Optional<Mat> h0,
    Optional<Mat> c0,
    Mat hN,
    Optional<Mat> cN,
    Optional<Mat> inputMask,
    Optional<Mat> hiddenMask,
    Optional<Mat> zoneoutH,
    Optional<Mat> zoneoutC,
    Mat reserve,
    Mat workspace,
    boolean training) {}
