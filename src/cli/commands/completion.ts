import { Argument, type Command } from 'commander';
import type { Context } from '../context.js';

/** `completion`: a script for the shell, made from the commands themselves. */
export function addCompletion(program: Command, { terminal }: Pick<Context, 'terminal'>): void {
  program
    .command('completion')
    .description('print a completion script: eval "$(authwarden completion bash)"')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
    .action((shell: string) => {
      terminal.write(shell === 'zsh' ? zshScript(program) : bashScript(program));
    });
}

function bashScript(program: Command): string {
  const cases = program.commands.map(
    (command) => `    ${command.name()}) words='${wordsOf(command)}' ;;`,
  );
  return [
    '_authwarden() {',
    '  local words cur="${COMP_WORDS[COMP_CWORD]}"',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words='${wordsOf(program)}'; else`,
    '    case "${COMP_WORDS[1]}" in',
    ...cases,
    "    *) words='' ;;",
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    '}',
    'complete -o default -F _authwarden authwarden',
    '',
  ].join('\n');
}

function zshScript(program: Command): string {
  return `autoload -Uz bashcompinit && bashcompinit\n${bashScript(program)}`;
}

function wordsOf(command: Command): string {
  const names = command.commands.map((child) => child.name());
  const options = command.options.flatMap(({ long }) => (long === undefined ? [] : [long]));
  return [...names, ...options, '--help'].join(' ');
}
