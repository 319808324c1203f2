package dev.fnstore.keyspace;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Members in order, each found by its rank in O(log n): an AVL tree whose nodes know the size of
 * what is under them. Its shape follows from its contents' history alone, so no choice of members
 * makes it slow.
 */
final class RankTree {
  /** A subtree; {@code height} of a leaf is 1. */
  private static final class Node {
    private Scored item;
    private @Nullable Node left;
    private @Nullable Node right;
    private int height = 1;
    private int size = 1;

    private Node(Scored item) {
      this.item = item;
    }

    private void measure() {
      height = 1 + Math.max(height(left), height(right));
      size = 1 + size(left) + size(right);
    }
  }

  private @Nullable Node root;

  int size() {
    return size(root);
  }

  /** Adds {@code item}, which must not be there. */
  void add(Scored item) {
    root = add(root, item);
  }

  /** Removes {@code item} if it is there. */
  void remove(Scored item) {
    root = remove(root, item);
  }

  /** The item of {@code rank}, one of 0 … size - 1. */
  Scored get(int rank) {
    Node node = Objects.requireNonNull(root);
    int left = rank;
    while (left != size(node.left)) {
      if (left < size(node.left)) {
        node = Objects.requireNonNull(node.left);
      } else {
        left -= size(node.left) + 1;
        node = Objects.requireNonNull(node.right);
      }
    }
    return node.item;
  }

  /** How many items at the beginning meet {@code condition}; none after them may. */
  int countFirst(Predicate<Scored> condition) {
    int count = 0;
    Node node = root;
    while (node != null) {
      if (condition.test(node.item)) {
        count += size(node.left) + 1;
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return count;
  }

  /** Puts the items of {@code span} into {@code items}, in O(log n + their number). */
  void copy(Span span, List<Scored> items) {
    copy(root, span.from(), span.to(), items);
  }

  private static void copy(@Nullable Node node, int from, int to, List<Scored> items) {
    if (node == null || from >= to || from >= node.size || to <= 0) {
      return;
    }
    int rank = size(node.left);
    copy(node.left, from, Math.min(to, rank), items);
    if (from <= rank && rank < to) {
      items.add(node.item);
    }
    copy(node.right, Math.max(0, from - rank - 1), to - rank - 1, items);
  }

  private static Node add(@Nullable Node node, Scored item) {
    if (node == null) {
      return new Node(item);
    }
    if (item.compareTo(node.item) < 0) {
      node.left = add(node.left, item);
    } else {
      node.right = add(node.right, item);
    }
    return balanced(node);
  }

  private static @Nullable Node remove(@Nullable Node node, Scored item) {
    if (node == null) {
      return null;
    }
    int order = item.compareTo(node.item);
    if (order < 0) {
      node.left = remove(node.left, item);
    } else if (order > 0) {
      node.right = remove(node.right, item);
    } else if (node.left == null) {
      return node.right;
    } else if (node.right == null) {
      return node.left;
    } else {
      node.item = first(node.right);
      node.right = remove(node.right, node.item);
    }
    return balanced(node);
  }

  private static Scored first(Node node) {
    Node first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first.item;
  }

  private static Node balanced(Node node) {
    int lean = height(node.left) - height(node.right);
    if (lean > 1) {
      Node left = Objects.requireNonNull(node.left);
      if (height(left.left) < height(left.right)) {
        node.left = rotatedLeft(left);
      }
      return rotatedRight(node);
    } else if (lean < -1) {
      Node right = Objects.requireNonNull(node.right);
      if (height(right.right) < height(right.left)) {
        node.right = rotatedRight(right);
      }
      return rotatedLeft(node);
    }
    node.measure();
    return node;
  }

  private static Node rotatedRight(Node node) {
    Node top = Objects.requireNonNull(node.left);
    node.left = top.right;
    top.right = node;
    node.measure();
    top.measure();
    return top;
  }

  private static Node rotatedLeft(Node node) {
    Node top = Objects.requireNonNull(node.right);
    node.right = top.left;
    top.left = node;
    node.measure();
    top.measure();
    return top;
  }

  private static int height(@Nullable Node node) {
    return node == null ? 0 : node.height;
  }

  private static int size(@Nullable Node node) {
    return node == null ? 0 : node.size;
  }
}
