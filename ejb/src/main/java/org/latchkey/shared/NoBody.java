package org.latchkey.shared;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Leaves a reply's body where it is, and so does not wait for its end, which may never come; it
 * counts as empty.
 */
public final class NoBody implements BodySubscriber<byte[]> {

  @Override
  public CompletionStage<byte[]> getBody() {
    return CompletableFuture.completedFuture(new byte[0]);
  }

  @Override
  public void onSubscribe(Flow.Subscription upstream) {
    upstream.cancel();
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    // nothing was asked for
  }

  @Override
  public void onError(Throwable failure) {
    // nothing was asked for
  }

  @Override
  public void onComplete() {
    // nothing was asked for
  }
}
