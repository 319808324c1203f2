package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands on several sorted sets, or sets, whose members have the score 1. */
final class SortedSetAlgebra {
  private enum Operation {
    INTER,
    UNION,
    DIFF
  }

  private SortedSetAlgebra() {}

  static List<DataCommand> all() {
    return List.of(
        giving(SortedSetAlgebraSpecs.ZINTER, Operation.INTER),
        giving(SortedSetAlgebraSpecs.ZUNION, Operation.UNION),
        giving(SortedSetAlgebraSpecs.ZDIFF, Operation.DIFF),
        storing(SortedSetAlgebraSpecs.ZINTERSTORE, Operation.INTER),
        storing(SortedSetAlgebraSpecs.ZUNIONSTORE, Operation.UNION),
        storing(SortedSetAlgebraSpecs.ZDIFFSTORE, Operation.DIFF),
        new DataCommand(SortedSetAlgebraSpecs.ZINTERCARD, SortedSetAlgebra::zintercard));
  }

  private static DataCommand giving(CommandSpec spec, Operation operation) {
    return new DataCommand(
        spec,
        call -> {
          AlgebraRequest request = AlgebraRequest.parse(call, spec, 1, operation != Operation.DIFF);
          List<Scored> items = new ArrayList<>();
          result(operation, request).forEach((name, score) -> items.add(new Scored(name, score)));
          items.sort(Comparator.naturalOrder());
          return request.withScores()
              ? SortedSetRanges.withScores(items, call.isResp3())
              : SortedSetRanges.members(items);
        });
  }

  private static DataCommand storing(CommandSpec spec, Operation operation) {
    return new DataCommand(
        spec,
        call -> {
          call.keyspace().countLookups(true);
          AlgebraRequest request = AlgebraRequest.parse(call, spec, 2, operation != Operation.DIFF);
          SortedSetValue stored = new SortedSetValue();
          result(operation, request).forEach(stored::put);
          call.replace(call.key(), stored, KeyEvent.of(spec.name()));
          return Reply.of(stored.size());
        });
  }

  private static Map<Bytes, Double> result(Operation operation, AlgebraRequest request) {
    return switch (operation) {
      case INTER -> intersection(request, Long.MAX_VALUE);
      case UNION -> union(request);
      case DIFF -> difference(request);
    };
  }

  private static List<AlgebraRequest.Source> fromSmallest(AlgebraRequest request) {
    List<AlgebraRequest.Source> sources = new ArrayList<>(request.sources());
    sources.sort(Comparator.comparingInt(AlgebraRequest.Source::size));
    return sources;
  }

  private static Map<Bytes, Double> intersection(AlgebraRequest request, long most) {
    Map<Bytes, Double> result = new HashMap<>();
    List<AlgebraRequest.Source> sources = fromSmallest(request);
    List<AlgebraRequest.Source> others = sources.subList(1, sources.size());
    sources
        .get(0)
        .forEach(
            (name, first) -> {
              if (result.size() < most && others.stream().allMatch(each -> each.has(name))) {
                double score = first;
                for (AlgebraRequest.Source other : others) {
                  score = request.aggregate().of(score, other.weighted(name));
                }
                result.put(name, score);
              }
            });
    return result;
  }

  private static Map<Bytes, Double> union(AlgebraRequest request) {
    Map<Bytes, Double> result = new HashMap<>();
    for (AlgebraRequest.Source source : fromSmallest(request)) {
      source.forEach((name, score) -> result.merge(name, score, request.aggregate()::of));
    }
    return result;
  }

  private static Map<Bytes, Double> difference(AlgebraRequest request) {
    Map<Bytes, Double> result = new HashMap<>();
    List<AlgebraRequest.Source> others = request.sources().subList(1, request.sources().size());
    request
        .sources()
        .get(0)
        .forEach(
            (name, score) -> {
              if (others.stream().noneMatch(each -> each.has(name))) {
                result.put(name, score);
              }
            });
    return result;
  }

  private static Reply zintercard(DataCall call) {
    AlgebraRequest request = AlgebraRequest.parseCounted(call);
    return Reply.of(
        intersection(request, request.limit() == 0 ? Long.MAX_VALUE : request.limit()).size());
  }
}
