package dev.fnstore.server;

import dev.fnstore.server.dispatch.Statistics;
import io.netty.buffer.ByteBuf;

/** Counts what goes through a socket on its way to who receives it. */
final class CountingReceiver implements SocketHandler.Receiver {
  private final SocketHandler.Receiver receiver;
  private final Statistics statistics;

  CountingReceiver(SocketHandler.Receiver receiver, Statistics statistics) {
    this.receiver = receiver;
    this.statistics = statistics;
  }

  @Override
  public void received(ByteBuf bytes) {
    statistics.received(bytes.readableBytes());
    receiver.received(bytes);
  }

  @Override
  public void inputShut() {
    receiver.inputShut();
  }

  @Override
  public void sent(int bytes) {
    statistics.sent(bytes);
    receiver.sent(bytes);
  }
}
