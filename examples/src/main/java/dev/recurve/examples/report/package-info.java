/**
 * Reports that a person can open: line charts as SVG and PNG, tables for a page and for a terminal,
 * and one self-contained HTML file that holds them. Nothing here knows about models or training.
 */
package dev.recurve.examples.report;
