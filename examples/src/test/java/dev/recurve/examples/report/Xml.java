package dev.recurve.examples.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Reads markup the way a strict reader does. */
final class Xml {
  private Xml() {}

  /** Parses, and fails on anything that is not well-formed. */
  static Document parse(String markup) {
    try {
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(markup)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  /** The elements of a name whose class holds a word, in their order. */
  static List<Element> all(Document document, String element, String style) {
    var nodes = document.getElementsByTagName(element);
    var found = new ArrayList<Element>();
    for (int i = 0; i < nodes.getLength(); i++) {
      var node = (Element) nodes.item(i);
      if (List.of(node.getAttribute("class").split(" ")).contains(style)) {
        found.add(node);
      }
    }
    return found;
  }

  /** The texts of all elements of a name. */
  static List<String> texts(Document document, String element) {
    var nodes = document.getElementsByTagName(element);
    var texts = new ArrayList<String>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
