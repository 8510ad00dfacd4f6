package org.latchkey.tokens;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row that is there to be locked: it stays, and stands for many tokens. */
@Entity
@Table(name = "token_slot")
class TokenSlot {

  @Id private String name;

  protected TokenSlot() {}

  TokenSlot(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }
}
