package dev.recurve.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Layer;
import dev.recurve.Shape;
import dev.recurve.autodiff.Tensors;
import dev.recurve.params.HostArray;
import dev.recurve.runtime.Device;
import dev.recurve.spi.DType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final Provenance PROVENANCE =
      new Provenance(
          Map.of("recurve", "0.1.0", "jdk", "25"),
          7,
          "java 1",
          Map.of("train", "00ff"),
          "2026-01-01T00:00:00Z");

  /** What a vocabulary might look like. */
  record Words(List<String> words) {}

  /** The same settings with one that the file does not have. */
  record LargerConfig(double factor, String unit, int layers) {}

  /** The same settings without one that the file has. */
  record SmallerConfig(double factor) {}

  @TempDir private Path folder;

  private static Bundle.Writer writer(String kind) {
    return Bundle.writer(kind, "recurve-models-test")
        .config(new Scale.Config(2, "m"))
        .provenance(PROVENANCE)
        .weights(Map.of("weight", new HostArray.F32(Shape.scalar(), new float[] {1.5f})));
  }

  private Bundle bundle(Bundle.Writer writer) {
    var path = folder.resolve("model.rnn");
    writer.write(path, true);
    return Bundle.open(path);
  }

  @Test
  void everythingComesBack() {
    var bundle =
        bundle(
            writer("test-scale")
                .preprocessing(new Words(List.of("a", "b")))
                .entry("notes.txt", "hello".getBytes(StandardCharsets.UTF_8)));

    assertThat(bundle.kind()).isEqualTo("test-scale");
    assertThat(bundle.artifact()).isEqualTo("recurve-models-test");
    assertThat(bundle.config(Scale.Config.class)).isEqualTo(new Scale.Config(2, "m"));
    assertThat(bundle.configText()).contains("\"unit\" : \"m\"");
    assertThat(bundle.provenance()).isEqualTo(PROVENANCE);
    assertThat(bundle.weights().get("weight").toDoubles()).containsExactly(1.5);
    assertThat(bundle.preprocessing(Words.class).words()).containsExactly("a", "b");
    assertThat(new String(bundle.entry("notes.txt"), StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(bundle.entries()).contains("notes.txt", "config.json", "weights.safetensors");
  }

  @Test
  void theFactoryRebuildsTheModel() {
    var scale = bundle(writer("test-scale")).model(Scale.class);

    var x = Tensors.of(Shape.of(2), 1, -4);
    assertThat(scale.apply(x).toArray()).containsExactly(3, -12);
  }

  @Test
  void theModelLiesOnTheDeviceAskedFor() {
    var device = Device.standard().withType(DType.F64);

    var scale = bundle(writer("test-scale")).model(Scale.class, device);

    assertThat(scale.weight().value().type()).isEqualTo(DType.F64);
  }

  @Test
  void aModelMayBeAskedForByAnInterface() {
    assertThat(bundle(writer("test-scale")).model(Layer.class)).isInstanceOf(Scale.class);
  }

  @Test
  void anUnknownKindStillOpensAsWeights() {
    var bundle = bundle(writer("translator"));

    assertThat(bundle.weights()).containsOnlyKeys("weight");
    assertThatThrownBy(() -> bundle.model(Layer.class))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("kind translator")
        .hasMessageContaining("add recurve-models-test.jar")
        .hasMessageContaining("Known kinds: test-scale");
  }

  @Test
  void aModelOfAnotherClassIsRefused() {
    var bundle = bundle(writer("test-scale"));

    assertThatThrownBy(() -> bundle.model(String.class))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("holds a test-scale, which is a Scale; a String was asked for");
  }

  @Test
  void aFactoryThatCannotBeLoadedIsNamedAndInNobodysWay() {
    var factories = new ModelFactories(List.of(new Scale.Factory()), List.of("no class X"));

    assertThat(factories.find(folder, new ModelKind("test-scale", "a"), Scale.class))
        .isInstanceOf(Scale.Factory.class);
    assertThatThrownBy(() -> factories.find(folder, new ModelKind("other", "a"), Scale.class))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("could not be loaded: no class X");
  }

  @Test
  void settingsThatDoNotFitAreNamed() {
    var bundle = bundle(writer("test-scale"));

    assertThatThrownBy(() -> bundle.config(LargerConfig.class))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining("layers");
    assertThatThrownBy(() -> bundle.config(SmallerConfig.class))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("unit");
    assertThatThrownBy(() -> bundle.preprocessing(Words.class))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("preprocessing.json");
  }

  @Test
  void aCheckpointIsNoBundle() {
    var path = folder.resolve("last.ckpt");
    Archive.write(path, new Archive.Format("recurve-checkpoint", 1), Map.of(), false);

    assertThatThrownBy(() -> Bundle.open(path))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("recurve-checkpoint")
        .hasMessageContaining("recurve-bundle is wanted");
  }

  @Test
  void aNewerBundleIsRefused() {
    var path = folder.resolve("model.rnn");
    Archive.write(path, new Archive.Format("recurve-bundle", 2), Map.of(), false);

    assertThatThrownBy(() -> Bundle.open(path))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("up to version 1");
  }

  @Test
  void aBundleWithoutAKindIsRefused() {
    var path = folder.resolve("model.rnn");
    Archive.write(path, Bundle.FORMAT, Map.of("kind.json", Json.write(Map.of("kind", 3))), false);

    assertThatThrownBy(() -> Bundle.open(path))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("which kind of model");
  }

  @Test
  void whatIsNeededMustBeGiven() {
    var path = folder.resolve("model.rnn");

    assertThatThrownBy(() -> Bundle.writer("k", "a").write(path, false))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.exists(path)).isFalse();
    assertThatThrownBy(() -> writer("k").entry("config.json", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bundle.writer(" ", "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sameModelSameBytes() throws Exception {
    var one = folder.resolve("one.rnn");
    var two = folder.resolve("two.rnn");
    writer("k").write(one, false);
    writer("k").write(two, false);

    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
  }
}
