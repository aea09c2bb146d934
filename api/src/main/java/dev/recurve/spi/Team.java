package dev.recurve.spi;

/**
 * Threads that meet for the same parts again and again, at intervals so short that none of them can
 * sleep in between: the steps of a stream. The others spin for a while after each round, waiting
 * for the next; who has gone away by then is called back when rounds follow each other closely
 * again. The caller waits for nobody who is not there: it runs such parts itself, so that results
 * depend on nothing of this. Made by {@link Workers#team}; used by one thread at a time. A round
 * allocates nothing.
 */
public final class Team {
  private final Body body;
  private final TeamMember[] members;
  private final TeamRound round = new TeamRound();

  /** One part of one round. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs it. What a part reads that another thread wrote since the last round comes from that
     * one's cache, so that it had better be little: the number of the round comes for free.
     *
     * @param round counts the rounds from 1 on; after {@link Integer#MAX_VALUE} goes on from the
     *     least integer
     */
    void run(int part, int round);
  }

  Team(Workers workers, int parts, Body body) {
    this.body = body;
    this.members = new TeamMember[Math.max(0, parts - 1)];
    for (int i = 0; i < members.length; i++) {
      members[i] = new TeamMember(workers, round, i + 1, body);
    }
  }

  /**
   * Runs every part once and returns when all are done. The first failure is thrown here, after the
   * others have ended.
   *
   * <p>Unlike in {@link Workers#run}, {@link Workers#threads()} is not limited within the parts
   * that the caller runs.
   */
  public void run() {
    int number = round.begin();
    Throwable failure = null;
    try {
      body.run(0, number);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (var member : members) {
      try {
        member.finish(number);
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw thrown(failure);
    }
  }

  /** The number of the round that ran last; 0 before the first. */
  public int rounds() {
    return round.latest();
  }

  static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }
}
