const pureDomain = '^src/[^/]+/domain/';
/** Each kind of directory has a folder; what several of them need is beside. */
const connectors = '^src/directories/(sql|openldap|active-directory|keycloak|scim)/';
/** Test support that lives beside the code. */
const support = '\\.(spec|builder)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'kernel-imports-nothing',
      comment: 'The words that every feature shares depend on none of them.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^(src|migrations|samples|test)/', pathNot: '^src/kernel/' },
    },
    {
      name: 'platform-imports-only-kernel',
      comment: 'Plumbing knows no business words; migrations are its own.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: support },
      to: {
        path: '^(src|samples|test)/',
        pathNot: '^src/(platform|kernel)/|^src/app\\.module\\.ts$',
      },
    },
    {
      name: 'only-start-up-knows-everything',
      comment:
        'main.ts and app.module.ts see all parts; one composition root makes the application.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|create-app|openapi-cli)\\.ts$' },
      to: { path: '^src/(main|app\\.module)\\.ts$' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Domain code runs without Nest, a database, a queue or the file system.',
      severity: 'error',
      from: { path: pureDomain, pathNot: support },
      to: {
        path: '^src/',
        pathNot: `^src/kernel/|${pureDomain}`,
      },
    },
    {
      name: 'domain-imports-pure-libraries',
      comment: 'zod and the few libraries that only compute.',
      severity: 'error',
      from: { path: pureDomain, pathNot: support },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'],
        pathNot:
          '^node_modules/(zod|@types/mustache|ipaddr\\.js|mustache|re2js|uuid)/|^(node:)?(crypto|buffer)$',
      },
    },
    {
      name: 'features-meet-at-domain-service-module',
      comment:
        "A feature's rows, queries and controllers are its own; schemas of parameters may be shared.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: support },
      to: {
        path: '^src/(?!kernel/|platform/|auth/)([^/]+)/',
        pathNot: ['^src/$1/', '^src/[^/]+/domain/', '\\.(service|module|schemas)\\.ts$'],
      },
    },
    {
      name: 'typeorm-only-in-storage',
      comment: 'SQL never leaves the repositories and read models.',
      severity: 'error',
      from: {
        path: '^(src|samples|bench)/',
        pathNot:
          '\\.(entity|repository|read-model|module)\\.ts$|^src/platform/(database|http/idempotency)|\\.spec\\.ts$',
      },
      to: { path: '^node_modules/(typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'bullmq-only-in-queue',
      comment: 'Everybody else sees the JobQueue port.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/queue/|\\.processor\\.ts$' },
      to: { path: '^node_modules/(bullmq|@nestjs/bullmq|ioredis)/' },
    },
    {
      name: 'connectors-are-leaves',
      comment:
        'A connector is reached through its contract; nothing but the list of kinds imports it.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: `${connectors}|^src/directories/(connectors\\.ts|embedded-)|\\.spec\\.ts$`,
      },
      to: { path: connectors },
    },
    {
      name: 'connectors-know-no-other',
      comment: 'What two kinds of directory need stands beside them, not in one of them.',
      severity: 'error',
      from: { path: connectors, pathNot: support },
      to: { path: connectors, pathNot: '^src/directories/$1/' },
    },
    {
      name: 'controllers-are-thin',
      comment: 'A controller parses, calls one service or read model, and shows.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|entity|processor)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-barrels',
      comment: 'A file is imported by its name.',
      severity: 'error',
      from: {},
      to: { path: '^(src|samples|test|bench)/.*index\\.ts$' },
    },
    {
      name: 'only-declared-packages',
      comment: 'What package.json does not name may be gone tomorrow.',
      severity: 'error',
      from: { path: '^(src|migrations|samples)/', pathNot: support },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
