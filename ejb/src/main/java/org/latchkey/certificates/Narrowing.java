package org.latchkey.certificates;

import java.util.HashMap;
import java.util.Map;

/**
 * Conditions that a search cannot do without and that leave few certificates, each with an index.
 * They only make a search shorter: its filter decides all the same.
 */
final class Narrowing {

  private final StringBuilder conditions = new StringBuilder();
  private final Map<String, Object> parameters = new HashMap<>();

  static Narrowing none() {
    return new Narrowing();
  }

  Narrowing byId(String id) {
    return equal("id", "narrowId", id);
  }

  Narrowing bySerial(String serial) {
    return equal("serial", "narrowSerial", serial);
  }

  Narrowing byCommonName(String lowerCase) {
    return equal("commonName", "narrowCommonName", lowerCase);
  }

  Narrowing byDnsName(String lowerCase) {
    if (parameters.putIfAbsent("narrowDnsName", lowerCase) == null) {
      conditions.append(" and :narrowDnsName member of c.dnsNames");
    }
    return this;
  }

  /** Two conditions of one kind: the first is enough to narrow by. */
  private Narrowing equal(String attribute, String parameter, String value) {
    if (parameters.putIfAbsent(parameter, value) == null) {
      conditions.append(" and c.").append(attribute).append(" = :").append(parameter);
    }
    return this;
  }

  /** What is added to a query's conditions on {@code Certificate c}. */
  String conditions() {
    return conditions.toString();
  }

  Map<String, Object> parameters() {
    return parameters;
  }
}
