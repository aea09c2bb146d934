package dev.recurve.params;

import dev.recurve.Init;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;

/** The parameters below a path. */
record Branch(Root root, String path) implements Params {

  /** What finds or makes a parameter by its full path. */
  interface Root {
    Parameter parameter(String path, Shape shape, Init init);
  }

  @Override
  public Parameter get(String name, Shape shape, Init init) {
    return root.parameter(Segments.join(path, name), shape, init);
  }

  @Override
  public Params child(String name) {
    return new Branch(root, Segments.join(path, name));
  }
}
