import { z } from 'zod';

const HEAD = `# Configuration

Authwarden is set up by environment variables. All of them have a working default; an empty one
counts as absent. A wrong value stops the start, with every complaint at once.

This page is generated from the settings' schema: \`npm run docs:config\` writes it.

| Variable | Default | What it does |
| --- | --- | --- |
`;

const Property = z.object({
  description: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.string()).optional(),
});

/** The page docs/configuration.md for a schema of environment variables, as Markdown. */
export function configurationPage(schema: z.ZodObject): string {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description = '', default: preset, enum: choices } = Property.parse(property);
    const told = choices ? `${description} One of ${choices.map(code).join(', ')}.` : description;
    return `| ${code(name)} | ${preset === undefined ? 'none' : code(String(preset))} | ${cell(told)} |\n`;
  });
  return HEAD + rows.join('');
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
