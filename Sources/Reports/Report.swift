/// A report as one self-contained page.
package struct Report {
}
