import { parseDocument } from "htmlparser2";

type Node = ReturnType<typeof parseDocument>["children"][number];

export interface Found {
  tags: Set<string>;
  attributes: Set<string>;
  hrefs: string[];
  names: string[];
  text: string;
}

/** What a browser would find in the HTML. */
export function find(html: string): Found {
  const found: Found = { tags: new Set(), attributes: new Set(), hrefs: [], names: [], text: "" };
  const walk = (nodes: Node[]): void => {
    for (const node of nodes) {
      if (node.type === "text") found.text += node.data;
      if (!("children" in node) || !("name" in node)) continue;
      found.tags.add(node.name);
      for (const name of Object.keys(node.attribs)) found.attributes.add(name);
      if (node.attribs.href !== undefined) found.hrefs.push(node.attribs.href);
      if (node.name === "h3") found.names.push(textOf(node.children));
      walk(node.children);
    }
  };
  walk(parseDocument(html).children);
  return found;
}

function textOf(nodes: Node[]): string {
  return nodes.map((node) => (node.type === "text" ? node.data : "children" in node ? textOf(node.children) : "")).join("");
}
