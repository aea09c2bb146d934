package dev.recurve.host;

import dev.recurve.spi.Mat;
import dev.recurve.spi.StepCall;
import dev.recurve.spi.StepRule;

/** Optimiser steps, one pass over the weights each. */
public final class Optimizers {
  private static final int WEIGHT = 8;

  private final Loops loops;
  private final Split split;

  public Optimizers(Loops loops, Split split) {
    this.loops = loops;
    this.split = split;
  }

  /** A stretch of weights with their gradients; slots come with their windows. */
  private interface Pass {
    void over(Stretch x);
  }

  /** Where a pass works. */
  private record Stretch(StepCall call, float scale, float l2, float shrink, int from, int count) {
    float[] w() {
      return HostBuffer.floats(call.weights());
    }

    int w0() {
      return HostBuffer.start(call.weights()) + from;
    }

    float[] g() {
      return HostBuffer.floats(call.gradient());
    }

    int g0() {
      return HostBuffer.start(call.gradient()) + from;
    }

    float[] s(int slot) {
      return HostBuffer.floats(call.slots().get(slot));
    }

    int s0(int slot) {
      return HostBuffer.start(call.slots().get(slot)) + from;
    }
  }

  public void step(StepRule rule, StepCall call) {
    int n = call.weights().cols();
    if (n == 0 || isZero(call.ok())) {
      return;
    }
    var pass = pass(rule);
    float scale = Elementwise.value(call.gradScale());
    float l2 = (float) call.l2();
    float shrink = (float) call.shrink();
    split.stretches(
        1,
        n,
        WEIGHT,
        (_, from, count) -> pass.over(new Stretch(call, scale, l2, shrink, from, count)));
  }

  private static boolean isZero(Mat ok) {
    return HostBuffer.floats(ok)[HostBuffer.start(ok)] == 0;
  }

  private Pass pass(StepRule rule) {
    return switch (rule) {
      case StepRule.Descent(double rate) -> descent((float) rate);
      case StepRule.Momentum momentum -> momentum(momentum);
      case StepRule.Moments moments -> moments(moments);
      case StepRule.InfinityNorm norm -> infinityNorm(norm);
      case StepRule.SignOfMean lion -> signOfMean(lion);
      case StepRule.SumOfSquares sum -> sumOfSquares(sum);
      case StepRule.MeanSquare mean -> meanSquare(mean);
      case StepRule.SquaredSteps delta -> squaredSteps(delta);
      case StepRule.SignChanges rprop -> signChanges(rprop);
    };
  }

  private Pass descent(float rate) {
    return x -> loops.descent(x.g(), x.g0(), x.w(), x.w0(), x.scale, x.l2, x.shrink, rate, x.count);
  }

  private Pass momentum(StepRule.Momentum rule) {
    float momentum = (float) rule.momentum();
    float share = (float) rule.share();
    float own = rule.nesterov() ? (float) rule.rate() : 0;
    float carried = (float) (rule.nesterov() ? rule.rate() * rule.momentum() : rule.rate());
    return x ->
        loops.momentum(
            x.g(), x.g0(), x.s(0), x.s0(0), x.w(), x.w0(), x.scale, x.l2, x.shrink, momentum, share,
            own, carried, x.count);
  }

  private Pass moments(StepRule.Moments rule) {
    float newM = (float) rule.newM();
    float newV = (float) rule.newV();
    float own = (float) rule.gradient();
    float carried = (float) rule.mean();
    float root = (float) rule.root();
    float epsilon = (float) rule.epsilon();
    if (rule.largest()) {
      return x ->
          loops.largestMoments(
              x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.s(2), x.s0(2), x.w(), x.w0(),
              x.scale, x.l2, x.shrink, newM, newV, own, carried, root, epsilon, x.count);
    }
    return x ->
        loops.moments(
            x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.w(), x.w0(), x.scale, x.l2, x.shrink,
            newM, newV, own, carried, root, epsilon, x.count);
  }

  private Pass infinityNorm(StepRule.InfinityNorm rule) {
    float newM = (float) rule.newM();
    float decay = (float) rule.decay();
    float rate = (float) rule.rate();
    float epsilon = (float) rule.epsilon();
    return x ->
        loops.infinityNorm(
            x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.w(), x.w0(), x.scale, x.l2, x.shrink,
            newM, decay, rate, epsilon, x.count);
  }

  private Pass signOfMean(StepRule.SignOfMean rule) {
    float rate = (float) rule.rate();
    float look = (float) rule.look();
    float newM = (float) rule.newM();
    return x ->
        loops.signOfMean(
            x.g(), x.g0(), x.s(0), x.s0(0), x.w(), x.w0(), x.scale, x.l2, x.shrink, rate, look,
            newM, x.count);
  }

  private Pass sumOfSquares(StepRule.SumOfSquares rule) {
    float rate = (float) rule.rate();
    float initial = (float) rule.initial();
    float epsilon = (float) rule.epsilon();
    return x ->
        loops.sumOfSquares(
            x.g(), x.g0(), x.s(0), x.s0(0), x.w(), x.w0(), x.scale, x.l2, x.shrink, rate, initial,
            epsilon, x.count);
  }

  private Pass meanSquare(StepRule.MeanSquare rule) {
    float rate = (float) rule.rate();
    float share = (float) rule.share();
    float epsilon = (float) rule.epsilon();
    float momentum = (float) rule.momentum();
    if (rule.centered()) {
      return rule.momentum() == 0
          ? x ->
              loops.centeredSquare(
                  x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.w(), x.w0(), x.scale, x.l2,
                  x.shrink, rate, share, epsilon, x.count)
          : x ->
              loops.centeredSquareMomentum(
                  x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.s(2), x.s0(2), x.w(), x.w0(),
                  x.scale, x.l2, x.shrink, rate, share, epsilon, momentum, x.count);
    }
    return rule.momentum() == 0
        ? x ->
            loops.meanSquare(
                x.g(), x.g0(), x.s(0), x.s0(0), x.w(), x.w0(), x.scale, x.l2, x.shrink, rate, share,
                epsilon, x.count)
        : x ->
            loops.meanSquareMomentum(
                x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.w(), x.w0(), x.scale, x.l2,
                x.shrink, rate, share, epsilon, momentum, x.count);
  }

  private Pass squaredSteps(StepRule.SquaredSteps rule) {
    float rate = (float) rule.rate();
    float share = (float) rule.share();
    float epsilon = (float) rule.epsilon();
    return x ->
        loops.squaredSteps(
            x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.w(), x.w0(), x.scale, x.l2, x.shrink,
            rate, share, epsilon, x.count);
  }

  private Pass signChanges(StepRule.SignChanges rule) {
    float first = (float) rule.first();
    float falling = (float) rule.shrink();
    float grow = (float) rule.grow();
    float least = (float) rule.least();
    float most = (float) rule.most();
    return x ->
        loops.signChanges(
            x.g(), x.g0(), x.s(0), x.s0(0), x.s(1), x.s0(1), x.w(), x.w0(), x.scale, x.l2, x.shrink,
            first, falling, grow, least, most, x.count);
  }
}
