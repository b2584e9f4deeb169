package dev.sightline.node;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the programs have in common: a mistake on the command line or in the configuration is one
 * sentence on standard error and exit code 2, a failed start one sentence and exit code 1.
 */
public final class Program {

  /** What is given with a flag that doesn't exist may be a password all the same. */
  private static final Pattern VALUE_OF_FLAG = Pattern.compile("('--?[^'=\\s]+=)[^']*(?=')");

  private Program() {}

  /** Runs {@code command}; a node that started goes on after this returns 0. */
  public static int run(Object command, String... arguments) {
    Logging.configure(LogConfig.DEFAULT);
    return commandLine(command).execute(arguments);
  }

  /** The command line of {@code command} with its errors explained. */
  public static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Program::wrongArguments)
        .setExecutionExceptionHandler(Program::failed);
  }

  private static int wrongArguments(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    say(command, VALUE_OF_FLAG.matcher(error.getMessage()).replaceAll("$1" + Redaction.MASK));
    if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
      command.getErr().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    }
    return ExitCode.USAGE;
  }

  private static int failed(Exception error, CommandLine command, ParseResult parsed) {
    if (error instanceof ConfigException mistakes) {
      mistakes.problems().forEach(problem -> say(command, problem));
      return ExitCode.USAGE;
    }
    if (error instanceof StartException) {
      say(command, error.getMessage());
    } else {
      say(command, "unexpected: " + error);
    }
    LoggerFactory.getLogger(Program.class).debug("where it happened", error);
    return ExitCode.SOFTWARE;
  }

  private static void say(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.printf("sightline: %s%n", Redaction.of(sentence));
    err.flush();
  }

  /** The version that the jar's manifest gives. */
  public static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** That version, with those of Java and the machine. */
  public static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {
        "sightline " + version(),
        "Java %s, %s %s"
            .formatted(
                Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
      };
    }
  }
}
