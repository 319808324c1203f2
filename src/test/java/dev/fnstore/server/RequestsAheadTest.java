package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.server.RequestQueue.End;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.RequestQueue.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RequestsAheadTest {
  private final List<List<List<Bytes>>> fetched = new ArrayList<>();
  private final RequestsAhead ahead =
      new RequestsAhead(requests -> fetched.add(List.copyOf(requests)));

  private static Queue<Request> requests(int count) {
    Queue<Request> requests = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      requests.add(new Words(List.of(Bytes.of("GET"), Bytes.of("key" + i))));
    }
    return requests;
  }

  @Test
  void shouldGiveRequestsInTheirOrderAndFetchForThemBefore() {
    Queue<Request> sent = requests(40);
    List<Request> expected = List.copyOf(sent);
    List<Request> given = new ArrayList<>();
    Request next = ahead.poll(sent::poll);
    while (next != null) {
      given.add(next);
      int fetchedFor = fetched.stream().mapToInt(List::size).sum();
      assertThat(fetchedFor).isGreaterThanOrEqualTo(given.size());
      next = ahead.poll(sent::poll);
    }
    assertThat(given).isEqualTo(expected);
    assertThat(fetched).allSatisfy(of -> assertThat(of).hasSizeLessThanOrEqualTo(16));
  }

  @Test
  void shouldNotFetchForOneAlone() {
    assertThat(ahead.poll(requests(1)::poll)).isNotNull();
    assertThat(fetched).isEmpty();
    assertThat(ahead.isEmpty()).isTrue();
  }

  @Test
  void shouldLeaveWhatDoesNotRunInItsOrder() {
    Queue<Request> sent = requests(5);
    sent.add(new End());
    List<Request> expected = List.copyOf(sent).subList(1, 6);
    assertThat(ahead.poll(sent::poll)).isNotNull();
    RequestQueue queue = new RequestQueue();
    ahead.drainTo(queue);
    assertThat(ahead.isEmpty()).isTrue();
    List<Request> left = new ArrayList<>();
    for (Request next = queue.poll(); next != null; next = queue.poll()) {
      left.add(next);
    }
    assertThat(left).isEqualTo(expected);
  }
}
