package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A JSON schema. */
record SchemaFile(JsonSchema schema) {

  static SchemaFile of(JsonNode json) {
    return new SchemaFile(
        JsonSchemaFactory.getInstance(SpecVersionDetector.detect(json)).getSchema(json));
  }

  static SchemaFile resource(String name) {
    try (InputStream json = SchemaFile.class.getResourceAsStream("/" + name)) {
      return of(new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with {@code json}, by the schema. */
  List<String> problems(JsonNode json) {
    return schema.validate(json).stream().map(ValidationMessage::getMessage).sorted().toList();
  }
}
