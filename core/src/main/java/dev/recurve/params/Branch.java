package dev.recurve.params;

import dev.recurve.Init;
import dev.recurve.ModelBuffer;
import dev.recurve.Parameter;
import dev.recurve.Params;
import dev.recurve.Shape;

/** The parameters below a path. */
record Branch(Root root, String path) implements Params {

  /** What finds or makes a parameter, which is trained, or a buffer, by its full path. */
  interface Root {
    ModelBuffer find(String path, Shape shape, Init init, boolean isTrained);
  }

  @Override
  public Parameter get(String name, Shape shape, Init init) {
    return root.find(Segments.join(path, name), shape, init, true);
  }

  @Override
  public ModelBuffer buffer(String name, Shape shape, Init init) {
    return root.find(Segments.join(path, name), shape, init, false);
  }

  @Override
  public Params child(String name) {
    return new Branch(root, Segments.join(path, name));
  }
}
