package dev.recurve.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recurve.BundleException;
import dev.recurve.Shape;
import dev.recurve.io.Bundle;
import dev.recurve.io.Provenance;
import dev.recurve.params.HostArray;
import dev.recurve.timeseries.Frequency;
import dev.recurve.timeseries.ScalerState;
import dev.recurve.timeseries.ScalerState.ColumnScale;
import dev.recurve.timeseries.ValueTransform;
import dev.recurve.timeseries.forecast.ForecasterConfig.Inputs;
import dev.recurve.timeseries.forecast.ForecasterConfig.Network;
import dev.recurve.timeseries.forecast.ForecasterConfig.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read by hand is what the object mapper writes, and reads. */
class ForecasterJsonTest {
  private static final ForecasterConfig CONFIG =
      new ForecasterConfig(
          List.of("b"),
          new Span(24, 36, 36),
          new Inputs(List.of("a", "b"), ValueTransform.LOG1P, true, false),
          new Network(CellKind.LSTM, 17, 3, 0.125));
  private static final ForecasterFactory.Preparation PREPARATION =
      new ForecasterFactory.Preparation(
          new ScalerState(
              ValueTransform.LOG1P,
              List.of(new ColumnScale("a", -1.0 / 3, 1e-7), new ColumnScale("b", 0, 12))),
          new Frequency(Frequency.Unit.MINUTE, 15));

  @TempDir Path folder;

  private Bundle bundle(Object config, Object preparation) {
    var path = folder.resolve("model.rnn");
    Bundle.writer(ForecasterFactory.KIND, ForecasterFactory.ARTIFACT)
        .config(config)
        .preprocessing(preparation)
        .provenance(new Provenance(Map.of(), 1, "java", Map.of(), "2026-01-01T00:00:00Z"))
        .weights(Map.of("w", new HostArray.F32(Shape.scalar(), new float[1])))
        .write(path, true);
    return Bundle.open(path);
  }

  @Test
  void everyPropertyComesBack() {
    var bundle = bundle(CONFIG, PREPARATION);

    assertThat(bundle.config(ForecasterJson::config))
        .isEqualTo(CONFIG)
        .isEqualTo(bundle.config(ForecasterConfig.class));
    assertThat(bundle.preprocessing(ForecasterJson::preparation))
        .isEqualTo(PREPARATION)
        .isEqualTo(bundle.preprocessing(ForecasterFactory.Preparation.class));
  }

  @ParameterizedTest
  @EnumSource(CellKind.class)
  void everyCellComesBack(CellKind cell) {
    var config = CONFIG.with(new Network(cell, 1, 1, 0));

    assertThat(bundle(config, PREPARATION).config(ForecasterJson::config)).isEqualTo(config);
  }

  @ParameterizedTest
  @EnumSource(Frequency.Unit.class)
  void everyUnitComesBack(Frequency.Unit unit) {
    var preparation =
        new ForecasterFactory.Preparation(PREPARATION.scaler(), new Frequency(unit, 1));

    assertThat(bundle(CONFIG, preparation).preprocessing(ForecasterJson::preparation))
        .isEqualTo(preparation);
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    var swapped = bundle(PREPARATION, CONFIG);

    assertThatThrownBy(() -> swapped.config(ForecasterJson::config))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("config.json lacks the property targets");
    assertThatThrownBy(() -> swapped.preprocessing(ForecasterJson::preparation))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("preprocessing.json lacks the property scaler");
  }
}
