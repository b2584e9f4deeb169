package dev.sightline.ingest;

import dev.sightline.program.Masking;
import dev.sightline.program.ProgramEnd;
import java.io.IOException;
import java.util.List;

/** A program of the user's own. */
final class ExecRecipe implements Recipe {

  private final ProgramConfig config;

  ExecRecipe(ProgramConfig config) {
    this.config = config;
  }

  @Override
  public String name() {
    return config.program();
  }

  @Override
  public Masking masking() {
    return config.masking();
  }

  @Override
  public List<String> command() {
    return config.command();
  }

  @Override
  public EndReason notStarted(IOException why) {
    return ProgramWords.notStarted(
        name(), "there is no program %s".formatted(config.command().get(0)), why);
  }

  @Override
  public EndReason ended(ProgramEnd end, boolean hadPictures) {
    return ProgramWords.ended(name(), end, hadPictures);
  }
}
