import { ButtonLink } from "@/app/_ui/link";
import { State } from "@/app/_ui/state";

/** The first day: what makes a cluster of what was just set up. */
export function NextSteps({ nodes, users }: { nodes: number; users: number }) {
  return (
    <section aria-labelledby="next" className="mb-8 max-w-[720px] rounded-card border bg-surface p-4">
      <h2 id="next" className="mb-1 font-strong">
        Next steps
      </h2>
      <ol className="divide-y">
        <Step
          done={nodes > 0}
          title="Add a node"
          verb="Add node"
          why="An OpenVPN server. You get a command to run on it; the rest is pulled from here."
          href="/nodes/new"
        />
        <Step
          done={users > 0}
          title="Add a user"
          verb="Add user"
          why="You get an invitation link to send. The profile is made in the user’s own browser."
          href="/users/new"
        />
      </ol>
    </section>
  );
}

function Step({ done, title, verb, why, href }: { done: boolean; title: string; verb: string; why: string; href: string }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-strong">{title}</p>
        <p className="text-text-soft">{why}</p>
      </div>
      {done ? (
        <State tone="good" word="Done" />
      ) : (
        <ButtonLink look="accent" href={href}>
          {verb}
        </ButtonLink>
      )}
    </li>
  );
}
