/** The texts of tickets where a helpdesk has none of its own. */
export const DEFAULT_TEMPLATES = {
  title: `[{{key}}] {{login}}: {{headline}}`,

  body: `{{login}}{{#displayName}} ({{displayName}}){{/displayName}}: level {{level}}, score {{score}} of 100, {{standing}}. The directory: {{access}}.

{{#hasContributions}}Why:
{{#contributions}}- {{summary}} ({{detector}}: {{points}} points)
{{/contributions}}{{/hasContributions}}
{{#hasPlaces}}From where, in the last day before:
{{#places}}- {{address}}, {{place}}: {{count}} times, {{firstAt}} to {{lastAt}}
{{/places}}{{#furtherAddresses}}- and {{furtherAddresses}} further addresses
{{/furtherAddresses}}{{/hasPlaces}}
{{#hasActions}}What was done:
{{#actions}}- {{at}} {{operation}}: {{status}}, by {{by}}. {{reason}}
{{/actions}}{{/hasActions}}
{{#hasFindings}}The password audit says:
{{#findings}}- {{finding}} ({{severity}})
{{/findings}}{{/hasFindings}}
{{#hasStory}}What has happened:
{{#story}}- {{at}} {{text}}
{{/story}}{{/hasStory}}
What to do: make sure that it is really the owner who calls before anybody lets the account in again, and find out how the password got out.
{{#links}}{{title}}: {{url}}
{{/links}}
{{key}}`,

  note: `{{#story}}{{at}} {{text}}
{{/story}}{{#hasMembers}}
Accounts by now:
{{#members}}- {{login}}: level {{level}}, {{standing}}{{#ticket}}, ticket {{ticket}}{{/ticket}}
{{/members}}{{/hasMembers}}
{{ref}}`,

  affairTitle: `[{{key}}] {{title}}`,

  affairBody: `{{title}}

{{#hasStory}}What has happened:
{{#story}}- {{at}} {{text}}
{{/story}}{{/hasStory}}
{{#hasMembers}}Accounts:
{{#members}}- {{login}}: level {{level}}, {{standing}}{{#ticket}}, ticket {{ticket}}{{/ticket}}
{{/members}}{{/hasMembers}}
{{#links}}{{title}}: {{url}}
{{/links}}
{{key}}`,
} as const;
