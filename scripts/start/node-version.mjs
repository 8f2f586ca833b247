// First import of the commands, so that an old Node.js gets a sentence and not a stack.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`This is Node.js ${process.versions.node}: Homeport needs 20.19 or later.`);
  process.exit(2);
}
