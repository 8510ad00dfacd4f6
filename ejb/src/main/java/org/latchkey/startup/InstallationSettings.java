package org.latchkey.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** What the installation remembers. */
@ApplicationScoped
class InstallationSettings {

  @PersistenceContext(unitName = "latchkey")
  private EntityManager entities;

  Optional<String> find(String name) {
    return Optional.ofNullable(entities.find(Setting.class, name)).map(Setting::content);
  }

  void add(String name, String content) {
    entities.persist(new Setting(name, content));
  }
}
