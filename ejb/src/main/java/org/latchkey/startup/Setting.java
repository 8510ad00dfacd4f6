package org.latchkey.startup;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something that the installation must remember. */
@Entity
@Table(name = "setting")
class Setting {

  @Id private String name;
  private String content;

  protected Setting() {}

  Setting(String name, String content) {
    this.name = name;
    this.content = content;
  }

  String name() {
    return name;
  }

  String content() {
    return content;
  }
}
