package dev.sightline.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line as words, split where a shell would split it and with its quotes taken off. There
 * is no shell, so nothing else in it means anything: {@code $}, {@code *}, {@code |} and {@code >}
 * are characters of a word.
 */
public final class CommandWords {

  private static final String NOT_ENDED = "has a quote (%c) that nothing closes";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private CommandWords(String text) {
    this.text = text;
  }

  /**
   * Between single quotes everything stands for itself; between double quotes a backslash does but
   * before a quote or another backslash, and outside of quotes it makes the next character one of
   * the word.
   *
   * @throws IllegalArgumentException with a sentence that repeats nothing of the text
   */
  public static List<String> split(String text) {
    return new CommandWords(text).split();
  }

  private List<String> split() {
    while (at < text.length()) {
      char next = text.charAt(at++);
      switch (next) {
        case ' ', '\t', '\r', '\n' -> endWord();
        case '\'', '"' -> quoted(next);
        case '\\' -> add(escaped());
        default -> add(next);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void quoted(char quote) {
    inWord = true;
    for (char next = inQuotes(quote); next != quote; next = inQuotes(quote)) {
      boolean escapes = next == '\\' && quote == '"' && at < text.length();
      add(escapes && "\"\\".indexOf(text.charAt(at)) >= 0 ? text.charAt(at++) : next);
    }
  }

  private char inQuotes(char quote) {
    if (at == text.length()) {
      throw new IllegalArgumentException(NOT_ENDED.formatted(quote));
    }
    return text.charAt(at++);
  }

  private char escaped() {
    if (at == text.length()) {
      throw new IllegalArgumentException("ends with a backslash, behind which something must come");
    }
    return text.charAt(at++);
  }

  private void add(char next) {
    inWord = true;
    word.append(next);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
