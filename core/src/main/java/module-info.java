import dev.recurve.spi.BackendProvider;

/**
 * Everything that is not a kernel: tensors with gradients, layers, optimisers, losses, training,
 * files, the choice of a backend, and the plain Java backend that is always there.
 */
module dev.recurve.core {
  requires transitive dev.recurve.api;
  requires com.fasterxml.jackson.databind;
  requires de.siegmar.fastcsv;
  requires me.tongfei.progressbar;

  exports dev.recurve.autodiff;
  exports dev.recurve.check;
  exports dev.recurve.data;
  exports dev.recurve.io;
  exports dev.recurve.loss;
  exports dev.recurve.metrics;
  exports dev.recurve.nn;
  exports dev.recurve.optim;
  exports dev.recurve.params;
  exports dev.recurve.runtime;
  exports dev.recurve.train;

  opens dev.recurve.train to
      com.fasterxml.jackson.databind;

  uses BackendProvider;
  uses dev.recurve.io.ModelFactory;

  provides BackendProvider with
      dev.recurve.runtime.ReferenceProvider;
}
