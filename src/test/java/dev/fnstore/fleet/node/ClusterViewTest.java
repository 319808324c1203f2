package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterViewTest {
  private static final Endpoint ASKED = new Endpoint("asked", 9);
  private static final String OK = "cluster_state:ok\r\ncluster_current_epoch:7\r\n";

  private static final String NODES =
      """
      a 10.0.0.1:7000@17000,one.example.com myself,master - 0 0 3 connected 0-8191
      b 10.0.0.2:7000@17000,two.example.com master,fail - 1 2 2 disconnected 8192-16383
      c 10.0.0.3:7000@17000,,shard-id=x slave a 0 1 3 connected
      d 2001:db8::4:7000@17000 slave,fail? z 0 1 3 connected
      e :0@0 master,noaddr - 0 0 0 disconnected
      f 10.0.0.6:7000@17000 handshake - 0 0 0 connected
      g 10.0.0.7:7000@17000 master - 0 0 0 connected
      """;

  private static ClusterView parse(String nodes, boolean byName) throws NodeException {
    return ClusterView.parse(OK, nodes, ASKED, byName);
  }

  @Test
  void shouldReadMembers() throws Exception {
    Endpoint a = new Endpoint("10.0.0.1", 7000);
    ClusterView view = parse(NODES, false);

    assertThat(view.epoch()).isEqualTo(7);
    assertThat(view.ok()).isTrue();
    assertThat(view.members())
        .containsExactly(
            Member.primary(a, false),
            Member.primary(new Endpoint("10.0.0.2", 7000), true),
            Member.replica(new Endpoint("10.0.0.3", 7000), a, false),
            new Member(new Endpoint("2001:db8::4", 7000), Role.REPLICA, Optional.empty(), false),
            Member.primary(new Endpoint("10.0.0.7", 7000), false));
    assertThat(view.others())
        .as("lost and heard in turns, without the one who was asked")
        .extracting(Endpoint::host)
        .containsExactly("10.0.0.2", "10.0.0.3", "2001:db8::4", "10.0.0.7");
  }

  @Test
  void shouldUseNamesWhereCertificatesHaveThem() throws Exception {
    assertThat(parse(NODES, true).members())
        .extracting(member -> member.endpoint().host())
        .containsExactly(
            "one.example.com", "two.example.com", "10.0.0.3", "2001:db8::4", "10.0.0.7");
  }

  @Test
  void shouldTakeTheAddressAskedForOneThatDoesNotKnowItsOwn() throws Exception {
    assertThat(parse("a :7001@17001 myself,master - 0 0 0 connected", false).members())
        .containsExactly(Member.primary(new Endpoint("asked", 7001), false));
  }

  @Test
  void shouldPreferTheLaterView() throws Exception {
    ClusterView old =
        ClusterView.parse("cluster_current_epoch:6\r\ncluster_state:ok", NODES, ASKED, false);
    ClusterView cutOff =
        ClusterView.parse("cluster_current_epoch:7\r\ncluster_state:fail", NODES, ASKED, false);

    assertThat(ClusterView.BY_WORTH.compare(cutOff, old)).isPositive();
    assertThat(ClusterView.BY_WORTH.compare(parse(NODES, false), cutOff)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "a b c",
        "a :0@0 master,noaddr - 0 0 0 disconnected",
        "a ho\u0000st:1@2 master - 0 0 0 connected",
        "a host:99999999999@2 master - 0 0 0 connected",
        "a :7000@17000 master - 0 0 0 connected",
        "a @ master - 0 0 0 connected",
      })
  void shouldRefuseAViewWithoutMembers(String nodes) {
    assertThatThrownBy(() -> parse(nodes, false))
        .isInstanceOf(NodeException.Unreachable.class)
        .hasMessageStartingWith("the answer to CLUSTER NODES is not that");
  }
}
