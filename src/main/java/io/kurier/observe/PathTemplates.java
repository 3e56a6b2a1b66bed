package io.kurier.observe;

import java.util.Optional;

/** Knows the paths of the interface. */
public interface PathTemplates {

  /** The template of the path that a request asks for; empty where there is no such path. */
  Optional<String> of(String path);
}
