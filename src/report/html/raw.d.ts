/** A file as its text, put into the bundle at build time (scripts/raw.mjs); the page's own style and script come so. */
declare module '*?raw' {
  const text: string;
  export default text;
}
