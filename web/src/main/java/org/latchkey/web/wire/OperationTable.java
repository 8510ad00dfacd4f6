package org.latchkey.web.wire;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * The operations of one AWS service that are served, a line each.
 *
 * <p>Binding an operation makes its codecs and so holds its records against the service's model:
 * what does not fit stops the start.
 */
public final class OperationTable {

  private final ServiceModel model;
  private final Codecs codecs;
  private final Map<String, Operation> operations = new TreeMap<>();
  private final Set<String> unsigned = new TreeSet<>();

  private OperationTable(ServiceModel model) {
    this.model = model;
    this.codecs = new Codecs(model);
  }

  /**
   * An empty table.
   *
   * @param service the service's name in credential scopes, for example {@code kms}
   */
  public static OperationTable of(String service) {
    return new OperationTable(ServiceModel.of(service));
  }

  /**
   * Binds an operation that answers.
   *
   * @throws IllegalArgumentException where the model has no such operation, it is bound already, or
   *     a record does not fit its shape
   */
  public <Q extends Record, R extends Record> OperationTable on(
      String name, Class<Q> request, Class<R> response, BiFunction<Caller, Q, R> operation) {
    ServiceModel.Operation shapes = require(name);
    Shape input = model.input(shapes);
    return add(
        new Operation(
            name,
            input,
            codecs.reader(input, request),
            (caller, read) -> operation.apply(caller, request.cast(read)),
            codecs.writer(model.shape(shapes.output()), response)));
  }

  /**
   * Binds an operation that asks for a proof of its own, so that its requests need not be signed.
   *
   * @throws IllegalArgumentException as above
   */
  public <Q extends Record, R extends Record> OperationTable onUnsigned(
      String name, Class<Q> request, Class<R> response, BiFunction<Caller, Q, R> operation) {
    on(name, request, response, operation);
    unsigned.add(name);
    return this;
  }

  /**
   * Binds an operation that answers nothing but that it is done.
   *
   * @throws IllegalArgumentException as above, and where the model has an output for it
   */
  public <Q extends Record> OperationTable on(
      String name, Class<Q> request, BiConsumer<Caller, Q> operation) {
    ServiceModel.Operation shapes = require(name);
    if (shapes.output() != null) {
      throw new IllegalArgumentException(name + " has an output");
    }
    Shape input = model.input(shapes);
    return add(
        new Operation(
            name,
            input,
            codecs.reader(input, request),
            (caller, read) -> {
              operation.accept(caller, request.cast(read));
              return null;
            },
            null));
  }

  /**
   * Binds operations that are known and refused, whatever they ask.
   *
   * @param why a sentence
   */
  public OperationTable without(String why, String... names) {
    for (String name : names) {
      add(
          new Operation(
              name,
              model.input(require(name)),
              in -> {
                throw new ServiceException(CommonFault.UNSUPPORTED_OPERATION, why);
              },
              (caller, read) -> null,
              null));
    }
    return this;
  }

  String service() {
    return model.service();
  }

  String apiVersion() {
    return model.apiVersion();
  }

  String targetPrefix() {
    return model.targetPrefix();
  }

  ServiceModel model() {
    return model;
  }

  /** Whether its operations are told apart by their addresses. */
  boolean isRest() {
    return model.operations().values().stream().anyMatch(each -> each.binding() != null);
  }

  /** Whether an operation's requests need not be signed. */
  boolean isUnsigned(String name) {
    return unsigned.contains(name);
  }

  Optional<Operation> find(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  private ServiceModel.Operation require(String name) {
    ServiceModel.Operation shapes = model.operations().get(name);
    if (shapes == null) {
      throw new IllegalArgumentException(model.service() + " has no operation " + name);
    }
    return shapes;
  }

  private OperationTable add(Operation operation) {
    if (operations.put(operation.name(), operation) != null) {
      throw new IllegalArgumentException(operation.name() + " is bound twice");
    }
    return this;
  }
}
