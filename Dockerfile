# The image: a slim Node 24, the run-time packages, the sources and the data. Nothing is compiled.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:/var/lib/communique/communique.db
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY data ./data
COPY openapi ./openapi
# A new volume takes its owner from here. Nothing else is written to, so the root file system may be read-only.
RUN install -d -o node -g node /var/lib/communique
VOLUME /var/lib/communique
USER node
EXPOSE 3000
# The slim image has no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "src/cli.ts", "serve"]
